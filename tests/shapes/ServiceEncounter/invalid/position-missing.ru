# expect: psgsh:ServiceEncounter-position sh:MinCountConstraintComponent
# The service encounter has no position.
DELETE WHERE { <id/encounter/example> psg:position ?value }
