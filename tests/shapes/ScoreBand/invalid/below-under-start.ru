# expect: psgsh:ScoreBand-below-order sh:LessThanConstraintComponent
# The band ends where it begins.
DELETE WHERE { <id/band/example> psg:below ?value } ;
INSERT DATA { <id/band/example> psg:below 2.0 }
