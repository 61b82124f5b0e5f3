# expect: psgsh:ServiceEncounter-position sh:MinInclusiveConstraintComponent
# The value of “position” is below 1.
DELETE WHERE { <id/encounter/example> psg:position ?value } ;
INSERT DATA { <id/encounter/example> psg:position 0 }
