# expect: psgsh:OverlappingBands sh:SPARQLConstraintComponent
# The first band has no upper end.
DELETE DATA { <id/band/example-1> psg:below 2.0 }
