# expect: psgsh:RoadmapItem-delivers sh:OrConstraintComponent
# The item names a public service or Building Block or system or regulatory instrument or capacity-building programme that is not described anywhere.
DELETE WHERE { <id/roadmap-item/example> psg:delivers ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:delivers <id/service/nowhere> }
