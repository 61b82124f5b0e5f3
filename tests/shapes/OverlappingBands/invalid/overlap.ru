# expect: psgsh:OverlappingBands sh:SPARQLConstraintComponent
# Two visits fall into both bands.
DELETE DATA { <id/band/example-1> psg:below 2.0 } ;
INSERT DATA { <id/band/example-1> psg:below 3.0 }
