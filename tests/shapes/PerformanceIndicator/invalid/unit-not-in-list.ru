# expect: psgsh:PerformanceIndicator-unit sh:NodeConstraintComponent
# The code for “unit” is not in the code list.
DELETE WHERE { <id/indicator/example> psg:unit ?value } ;
INSERT DATA { <id/indicator/example> psg:unit <codelist/unit/unknown> }
