# expect: psgsh:CriterionWeight-criterion sh:NodeConstraintComponent
# The code for “criterion” is not in the code list.
DELETE WHERE { <id/weight/example> psg:criterion ?value } ;
INSERT DATA { <id/weight/example> psg:criterion <codelist/prioritisation-criterion/unknown> }
