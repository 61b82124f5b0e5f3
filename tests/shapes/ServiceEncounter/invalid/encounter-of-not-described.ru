# expect: psgsh:ServiceEncounter-encounterOf sh:OrConstraintComponent
# The service encounter names a life event or business event that is not described anywhere.
DELETE WHERE { <id/encounter/example> psg:encounterOf ?value } ;
INSERT DATA { <id/encounter/example> psg:encounterOf <id/life-event/nowhere> }
