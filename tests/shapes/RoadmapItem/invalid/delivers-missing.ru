# expect: psgsh:RoadmapItem-delivers-recommended sh:MinCountConstraintComponent
# The item names no public service or Building Block or system or regulatory instrument or capacity-building programme.
DELETE WHERE { <id/roadmap-item/example> psg:delivers ?value }
