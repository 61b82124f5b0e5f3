# expect: psgsh:RoadmapItem-roadmapTheme sh:MinCountConstraintComponent
# The item has no code for “roadmap theme”.
DELETE WHERE { <id/roadmap-item/example> psg:roadmapTheme ?value }
