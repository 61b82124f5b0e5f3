# expect: psgsh:RoadmapItem-delivers-recommended sh:MinCountConstraintComponent
# The item names no public service, Building Block, system, regulatory instrument or capacity-building programme.
DELETE WHERE { <id/roadmap-item/example> psg:delivers ?value }
