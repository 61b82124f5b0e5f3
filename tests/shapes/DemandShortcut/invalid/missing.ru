# expect: psgsh:DemandShortcut sh:SPARQLConstraintComponent
# The service has a qualified demand, but not the shortcut.
DELETE WHERE { <id/service/example> psg:requiresBuildingBlock ?block }
