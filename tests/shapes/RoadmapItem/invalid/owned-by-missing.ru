# expect: psgsh:RoadmapItem-ownedBy-recommended sh:MinCountConstraintComponent
# The item names no organisation or digital service team.
DELETE WHERE { <id/roadmap-item/example> cv:ownedBy ?value }
