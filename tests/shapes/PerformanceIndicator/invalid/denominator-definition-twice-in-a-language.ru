# expect: psgsh:PerformanceIndicator-denominatorDefinition sh:UniqueLangConstraintComponent
# The value of “denominator definition” is given twice in English.
INSERT DATA { <id/indicator/example> psg:denominatorDefinition "Another text"@en }
