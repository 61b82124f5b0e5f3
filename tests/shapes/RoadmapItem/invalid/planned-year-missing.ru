# expect: psgsh:RoadmapItem-plannedYear sh:MinCountConstraintComponent
# The item has no planned year.
DELETE WHERE { <id/roadmap-item/example> psg:plannedYear ?value }
