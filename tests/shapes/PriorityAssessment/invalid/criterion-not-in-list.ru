# expect: psgsh:PriorityAssessment-criterion sh:NodeConstraintComponent
# The code for “criterion” is not in the code list.
DELETE WHERE { <id/assessment/example> psg:criterion ?value } ;
INSERT DATA { <id/assessment/example> psg:criterion <codelist/prioritisation-criterion/unknown> }
