# expect: psgsh:CapacityBuildingProgramme-addressesRole-recommended sh:MinCountConstraintComponent
# The programme names no professional role.
DELETE WHERE { <id/programme/example> psg:addressesRole ?value }
