# expect: psgsh:OverlappingBands sh:SPARQLConstraintComponent
# Both bands begin at 2.
DELETE DATA { <id/band/example-1> psg:atLeast 0.0 ; psg:below 2.0 } ;
INSERT DATA { <id/band/example-1> psg:atLeast 2.0 ; psg:below 3.0 }
