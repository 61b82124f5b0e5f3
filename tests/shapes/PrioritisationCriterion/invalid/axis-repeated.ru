# expect: psgsh:PrioritisationCriterion-axis sh:MaxCountConstraintComponent
# The criterion has two codes for “axis”.
INSERT DATA { <codelist/prioritisation-criterion/example> psg:axis <codelist/prioritisation-axis/feasibility> }
