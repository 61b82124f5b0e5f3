# expect: psgsh:PerformanceIndicator-formula sh:UniqueLangConstraintComponent
# The value of “formula” is given twice in English.
INSERT DATA { <id/indicator/example> psg:formula "Another text"@en }
