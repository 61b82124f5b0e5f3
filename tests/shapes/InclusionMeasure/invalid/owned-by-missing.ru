# expect: psgsh:InclusionMeasure-ownedBy-recommended sh:MinCountConstraintComponent
# The measure names no organisation.
DELETE WHERE { <id/measure/example> cv:ownedBy ?value }
