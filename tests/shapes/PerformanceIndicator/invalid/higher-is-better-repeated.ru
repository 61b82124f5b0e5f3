# expect: psgsh:PerformanceIndicator-higherIsBetter sh:MaxCountConstraintComponent
# The indicator has two values of “higher is better”.
INSERT DATA { <id/indicator/example> psg:higherIsBetter false }
