# expect: psgsh:ServiceEncounter-encounteredService sh:ClassConstraintComponent
# The service encounter names a public service that is not described anywhere.
DELETE WHERE { <id/encounter/example> psg:encounteredService ?value } ;
INSERT DATA { <id/encounter/example> psg:encounteredService <id/service/nowhere> }
