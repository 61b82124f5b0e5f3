# expect: psgsh:RoadmapItem-title sh:MinCountConstraintComponent
# The item has no title.
DELETE WHERE { <id/roadmap-item/example> dct:title ?value }
