# expect: psgsh:RoadmapItem-roadmapTheme sh:MaxCountConstraintComponent
# The item has two codes for “roadmap theme”.
INSERT DATA { <id/roadmap-item/example> psg:roadmapTheme <codelist/roadmap-theme/cyber-security> }
