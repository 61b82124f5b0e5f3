# expect: psgsh:RoadmapItem-ofRoadmap sh:MinCountConstraintComponent
# The item names no roadmap.
DELETE WHERE { <id/roadmap-item/example> psg:ofRoadmap ?value }
