# expect: psgsh:PerformanceIndicator-numeratorDefinition sh:UniqueLangConstraintComponent
# The value of “numerator definition” is given twice in English.
INSERT DATA { <id/indicator/example> psg:numeratorDefinition "Another text"@en }
