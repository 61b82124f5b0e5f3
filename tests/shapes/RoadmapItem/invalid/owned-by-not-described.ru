# expect: psgsh:RoadmapItem-ownedBy sh:OrConstraintComponent
# The item names an organisation or digital service team that is not described anywhere.
DELETE WHERE { <id/roadmap-item/example> cv:ownedBy ?value } ;
INSERT DATA { <id/roadmap-item/example> cv:ownedBy <id/organisation/nowhere> }
