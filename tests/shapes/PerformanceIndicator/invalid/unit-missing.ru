# expect: psgsh:PerformanceIndicator-unit sh:MinCountConstraintComponent
# The indicator has no code for “unit”.
DELETE WHERE { <id/indicator/example> psg:unit ?value }
