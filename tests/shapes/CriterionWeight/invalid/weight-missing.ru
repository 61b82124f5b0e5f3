# expect: psgsh:CriterionWeight-weight sh:MinCountConstraintComponent
# The criterion weight has no weight.
DELETE WHERE { <id/weight/example> psg:weight ?value }
