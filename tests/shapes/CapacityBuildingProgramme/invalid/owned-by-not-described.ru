# expect: psgsh:CapacityBuildingProgramme-ownedBy sh:OrConstraintComponent
# The programme names an organisation or digital service team that is not described anywhere.
DELETE WHERE { <id/programme/example> cv:ownedBy ?value } ;
INSERT DATA { <id/programme/example> cv:ownedBy <id/organisation/nowhere> }
