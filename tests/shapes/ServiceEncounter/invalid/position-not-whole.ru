# expect: psgsh:ServiceEncounter-position sh:DatatypeConstraintComponent
# The value of “position” is not a whole number.
DELETE WHERE { <id/encounter/example> psg:position ?value } ;
INSERT DATA { <id/encounter/example> psg:position 2.5 }
