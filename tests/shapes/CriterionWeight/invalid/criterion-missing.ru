# expect: psgsh:CriterionWeight-criterion sh:MinCountConstraintComponent
# The criterion weight has no code for “criterion”.
DELETE WHERE { <id/weight/example> psg:criterion ?value }
