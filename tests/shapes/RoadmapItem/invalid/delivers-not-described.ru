# expect: psgsh:RoadmapItem-delivers sh:OrConstraintComponent
# The item names a public service, Building Block, system, regulatory instrument or capacity-building programme that is not described anywhere.
DELETE WHERE { <id/roadmap-item/example> psg:delivers ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:delivers <id/service/nowhere> }
