# expect: psgsh:InclusionMeasure-title sh:MinCountConstraintComponent
# The measure has no title.
DELETE WHERE { <id/measure/example> dct:title ?value }
