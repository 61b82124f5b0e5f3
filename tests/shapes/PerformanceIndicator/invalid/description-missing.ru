# expect: psgsh:PerformanceIndicator-description sh:MinCountConstraintComponent
# The indicator has no description.
DELETE WHERE { <id/indicator/example> dct:description ?value }
