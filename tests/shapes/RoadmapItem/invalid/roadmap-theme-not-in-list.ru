# expect: psgsh:RoadmapItem-roadmapTheme sh:NodeConstraintComponent
# The code for “roadmap theme” is not in the code list.
DELETE WHERE { <id/roadmap-item/example> psg:roadmapTheme ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:roadmapTheme <codelist/roadmap-theme/unknown> }
