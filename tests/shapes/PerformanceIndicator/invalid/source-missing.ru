# expect: psgsh:PerformanceIndicator-source-recommended sh:MinCountConstraintComponent
# The indicator has no source.
DELETE WHERE { <id/indicator/example> dct:source ?value }
