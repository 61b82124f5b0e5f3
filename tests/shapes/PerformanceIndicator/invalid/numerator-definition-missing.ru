# expect: psgsh:PerformanceIndicator-numeratorDefinition sh:MinCountConstraintComponent
# The indicator has no numerator definition.
DELETE WHERE { <id/indicator/example> psg:numeratorDefinition ?value }
