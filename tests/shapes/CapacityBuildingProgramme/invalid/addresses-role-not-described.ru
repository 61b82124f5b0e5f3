# expect: psgsh:CapacityBuildingProgramme-addressesRole sh:ClassConstraintComponent
# The programme names a professional role that is not described anywhere.
DELETE WHERE { <id/programme/example> psg:addressesRole ?value } ;
INSERT DATA { <id/programme/example> psg:addressesRole <id/role/nowhere> }
