# expect: psgsh:ServiceEncounter-encounteredService sh:MinCountConstraintComponent
# The service encounter names no public service.
DELETE WHERE { <id/encounter/example> psg:encounteredService ?value }
