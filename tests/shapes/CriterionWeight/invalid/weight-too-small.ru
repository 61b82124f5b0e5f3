# expect: psgsh:CriterionWeight-weight sh:MinInclusiveConstraintComponent
# The value of “weight” is below 0.
DELETE WHERE { <id/weight/example> psg:weight ?value } ;
INSERT DATA { <id/weight/example> psg:weight "-0.5"^^xsd:decimal }
