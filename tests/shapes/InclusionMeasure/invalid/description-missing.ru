# expect: psgsh:InclusionMeasure-description-recommended sh:MinCountConstraintComponent
# The measure has no description.
DELETE WHERE { <id/measure/example> dct:description ?value }
