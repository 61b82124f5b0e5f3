# expect: psgsh:PrioritisationCriterion-axis sh:NodeConstraintComponent
# The code for “axis” is not in the code list.
DELETE WHERE { <codelist/prioritisation-criterion/example> psg:axis ?value } ;
INSERT DATA { <codelist/prioritisation-criterion/example> psg:axis <codelist/prioritisation-axis/unknown> }
