# expect: psgsh:RoadmapPhase-ofRoadmap sh:MinCountConstraintComponent
# The phase names no roadmap.
DELETE WHERE { <id/phase/example> psg:ofRoadmap ?value }
