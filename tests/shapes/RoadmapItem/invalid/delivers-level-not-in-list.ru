# expect: psgsh:RoadmapItem-deliversLevel sh:NodeConstraintComponent
# There is no level 9.
INSERT DATA { <id/roadmap-item/example> psg:deliversLevel <codelist/digitisation-level/9> }
