# expect: psgsh:RoadmapItem-deliversLevel sh:MaxCountConstraintComponent
# The item has two codes for “delivers level”.
INSERT DATA { <id/roadmap-item/example> psg:deliversLevel <codelist/digitisation-level/1> , <codelist/digitisation-level/2> }
