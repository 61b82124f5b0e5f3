# expect: psgsh:ServiceEncounter-position sh:MaxCountConstraintComponent
# The service encounter has two values of “position”.
INSERT DATA { <id/encounter/example> psg:position 9 }
