"""Those who have orders corrected whose contract price came late (P03)."""
