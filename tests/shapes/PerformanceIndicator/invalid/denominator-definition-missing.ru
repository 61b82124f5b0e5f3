# expect: psgsh:PerformanceIndicator-denominatorDefinition sh:MinCountConstraintComponent
# The indicator has no denominator definition.
DELETE WHERE { <id/indicator/example> psg:denominatorDefinition ?value }
