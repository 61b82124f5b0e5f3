# expect: psgsh:PerformanceIndicator-title sh:MinCountConstraintComponent
# The indicator has no title.
DELETE WHERE { <id/indicator/example> dct:title ?value }
