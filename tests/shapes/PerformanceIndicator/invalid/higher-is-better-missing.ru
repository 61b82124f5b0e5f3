# expect: psgsh:PerformanceIndicator-higherIsBetter sh:MinCountConstraintComponent
# The indicator does not answer “higher is better”.
DELETE WHERE { <id/indicator/example> psg:higherIsBetter ?value }
