# expect: psgsh:CriterionWeight-criterion sh:MaxCountConstraintComponent
# The criterion weight has two codes for “criterion”.
INSERT DATA { <id/weight/example> psg:criterion <codelist/prioritisation-criterion/business-impact> }
