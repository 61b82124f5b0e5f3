# expect: psgsh:PriorityAssessment-criterion sh:MaxCountConstraintComponent
# The priority assessment has two codes for “criterion”.
INSERT DATA { <id/assessment/example> psg:criterion <codelist/prioritisation-criterion/complexity-to-access> }
