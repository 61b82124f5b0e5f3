# expect: psgsh:RoadmapItem-deliversLevel sh:NodeConstraintComponent
# The code for “delivers level” is not in the code list.
INSERT DATA { <id/roadmap-item/example> psg:deliversLevel <codelist/digitisation-level/unknown> }
