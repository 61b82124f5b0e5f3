# expect: psgsh:PerformanceIndicator-formula sh:MinCountConstraintComponent
# The indicator has no formula.
DELETE WHERE { <id/indicator/example> psg:formula ?value }
